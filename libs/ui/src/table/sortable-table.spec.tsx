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

const table = (name: string) => (
  <SortableTable
    name={name}
    caption="Classes"
    rows={rows}
    columns={[
      { key: 'name', label: 'Class', value: ({ name }) => name },
      { key: 'recall', label: 'Recall', value: ({ recall }) => recall },
      { key: 'actions', label: 'Actions', value: () => '', sortable: false },
    ]}
  />
);
const order = (): (string | null)[] => screen.getAllByRole('rowheader').map(({ textContent }) => textContent);

describe('SortableTable', () => {
  beforeEach(() => window.history.replaceState(null, '', '/models/'));

  it('sorts up, down and back, and says which to a screen reader', async () => {
    renderUi(table('classes'));
    const header = (): string | null => screen.getByRole('columnheader', { name: 'Recall' }).getAttribute('aria-sort');
    const click = (): Promise<void> => userEvent.click(screen.getByRole('button', { name: 'Recall' }));

    await click();
    expect([order(), header()]).toEqual([['coat', 'boot', 'bag'], 'ascending']);
    await click();
    expect([order(), header()]).toEqual([['bag', 'boot', 'coat'], 'descending']);
    await click();
    expect([order(), header()]).toEqual([['boot', 'bag', 'coat'], 'none']);
  });

  it('keeps its order in the address, beside what else is there and the order of other tables', async () => {
    window.history.replaceState(null, '', '/models/?model=shop.goods&others-sort=name');
    renderUi(table('classes'));
    const click = (): Promise<void> => userEvent.click(screen.getByRole('button', { name: 'Recall' }));
    await click();
    expect(window.location.search).toBe('?model=shop.goods&others-sort=name&classes-sort=recall');
    await click();
    expect(window.location.search).toBe('?model=shop.goods&others-sort=name&classes-sort=-recall');
    await click();
    expect(window.location.search).toBe('?model=shop.goods&others-sort=name');
  });

  it('is in the order of its address after a reload, and as given where the address names no column to sort by', () => {
    window.history.replaceState(null, '', '/?classes-sort=-recall');
    const { unmount } = renderUi(table('classes'));
    expect(order()).toEqual(['bag', 'boot', 'coat']);
    unmount();
    for (const wrong of ['-nothing', 'actions', '-', '']) {
      window.history.replaceState(null, '', `/?classes-sort=${wrong}`);
      const shown = renderUi(table('classes'));
      expect(order()).toEqual(['boot', 'bag', 'coat']);
      shown.unmount();
    }
  });
});
