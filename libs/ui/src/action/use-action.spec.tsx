/** @jest-environment jsdom */
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RequestFailed } from '../request/request-failed';
import { renderUi } from '../testing/render-ui';
import { useAction } from './use-action';

function Cancel({ act }: { readonly act: () => Promise<void> }) {
  const { run } = useAction();
  return <button onClick={() => void run(act, { done: 'It is cancelled' })}>Cancel it</button>;
}
const click = (name: string): Promise<void> => userEvent.click(screen.getByRole('button', { name }));

describe('an action', () => {
  it('runs at once, and reports success', async () => {
    const act = jest.fn<Promise<void>, []>().mockResolvedValue(undefined);
    renderUi(<Cancel act={act} />);
    await click('Cancel it');
    expect(await screen.findByText('It is cancelled')).toBeTruthy();
    expect(act).toHaveBeenCalledTimes(1);
  });

  it('reports a failure, with the cure', async () => {
    renderUi(<Cancel act={() => Promise.reject(new RequestFailed('away'))} />);
    await click('Cancel it');
    expect(await screen.findByText('The server can’t be reached')).toBeTruthy();
    expect(screen.getByText(/Check that Lintel is running/)).toBeTruthy();
  });
});
