/** @jest-environment jsdom */
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../testing/render-ui';
import { SortableTable } from './sortable-table';

const rows = [
  { name: 'boot', recall: 0.7 },
  { name: 'bag', recall: 0.9 },
  { name: 'coat', recall: 0.5 },
];

describe('SortableTable', () => {
  it('sorts ascending, descending and back, and announces it to screen readers', async () => {
    renderUi(
      <SortableTable
        caption="Classes"
        rows={rows}
        columns={[
          { key: 'name', label: 'Class', value: ({ name }) => name },
          { key: 'recall', label: 'Recall', value: ({ recall }) => recall },
        ]}
      />,
    );
    const order = (): (string | null)[] => screen.getAllByRole('rowheader').map(({ textContent }) => textContent);
    const header = (): string | null => screen.getByRole('columnheader', { name: 'Recall' }).getAttribute('aria-sort');
    const click = (): Promise<void> => userEvent.click(screen.getByRole('button', { name: 'Recall' }));

    await click();
    expect([order(), header()]).toEqual([['coat', 'boot', 'bag'], 'ascending']);
    await click();
    expect([order(), header()]).toEqual([['bag', 'boot', 'coat'], 'descending']);
    await click();
    expect([order(), header()]).toEqual([['boot', 'bag', 'coat'], 'none']);
  });
});
