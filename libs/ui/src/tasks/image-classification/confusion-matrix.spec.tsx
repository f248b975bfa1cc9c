/** @jest-environment jsdom */
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../../testing/render-ui';
import { ConfusionMatrix } from './confusion-matrix';

const matrix = [
  [9, 1, 0],
  [2, 6, 2],
  [0, 0, 0],
];

function cellsOf(trueClass: string): string[] {
  const row = screen.getByRole('rowheader', { name: trueClass }).closest('tr') as HTMLElement;
  return within(row)
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);
}

describe('ConfusionMatrix', () => {
  beforeEach(() => {
    renderUi(<ConfusionMatrix matrix={matrix} classNames={['cat', 'dog', 'owl']} />);
  });

  it('is a table whose rows are true classes and whose columns are answers', () => {
    expect(screen.getByRole('table', { name: /each row is a true class/ })).toBeTruthy();
    expect(screen.getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual(['cat', 'dog', 'owl']);
    expect(cellsOf('dog')).toEqual(['2', '6', '2']);
    expect(screen.getByTitle('2 × dog, answered owl')).toBeTruthy();
  });

  it('shows shares of the row on request, also for a class without examples', async () => {
    await userEvent.click(screen.getByText('Share of the row'));
    expect(cellsOf('cat')).toEqual(['90%', '10%', '0%']);
    expect(cellsOf('owl')).toEqual(['0%', '0%', '0%']);
  });
});
