/** @jest-environment jsdom */
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { rememberPerson } from '../person/person-store';
import { RequestFailed } from '../request/request-failed';
import { renderUi } from '../testing/render-ui';
import { useAction } from './use-action';

function Cancel({ act: doIt }: { readonly act: (by: string) => Promise<void> }) {
  const { run } = useAction();
  return <button onClick={() => void run(doIt, { done: 'It is cancelled' })}>Cancel it</button>;
}
const click = (name: string): Promise<void> => userEvent.click(screen.getByRole('button', { name }));

describe('an action', () => {
  beforeEach(() => act(() => rememberPerson('')));

  it('asks for the name at the first time alone, and remembers it', async () => {
    const doIt = jest.fn<Promise<void>, [string]>().mockResolvedValue(undefined);
    renderUi(<Cancel act={doIt} />);
    await click('Cancel it');
    await userEvent.type(await screen.findByRole('textbox', { name: 'Your name' }), '  Ada Lovelace ');
    await click('Go on');
    expect(await screen.findByText('It is cancelled')).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await click('Cancel it');
    await waitFor(() => expect(doIt.mock.calls).toEqual([['Ada Lovelace'], ['Ada Lovelace']]));
  });

  it('does nothing where the person would rather not say a name', async () => {
    const doIt = jest.fn<Promise<void>, [string]>().mockResolvedValue(undefined);
    renderUi(<Cancel act={doIt} />);
    await click('Cancel it');
    await screen.findByRole('textbox', { name: 'Your name' });
    await click('Cancel');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(doIt).not.toHaveBeenCalled();
  });

  it('says why it failed, with the cure', async () => {
    act(() => rememberPerson('Ada'));
    renderUi(<Cancel act={() => Promise.reject(new RequestFailed('away'))} />);
    await click('Cancel it');
    expect(await screen.findByText('The server can’t be reached')).toBeTruthy();
    expect(screen.getByText(/Check that Lintel is running/)).toBeTruthy();
  });
});
