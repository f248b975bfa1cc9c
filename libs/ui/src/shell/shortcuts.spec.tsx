/** @jest-environment jsdom */
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../testing/render-ui';
import { useShortcuts } from './shortcuts';

const run = jest.fn();

function Page() {
  useShortcuts([{ keys: 'A', label: 'Add pictures', run }]);
  return <input aria-label="search" />;
}

describe('single-key shortcuts', () => {
  beforeEach(() => {
    run.mockClear();
    window.localStorage.clear();
    renderUi(<Page />);
  });

  it('run on their key, not with a modifier, and not while somebody writes', async () => {
    await userEvent.keyboard('a');
    expect(run).toHaveBeenCalledTimes(1);

    await userEvent.keyboard('{Control>}a{/Control}');
    await userEvent.type(screen.getByLabelText('search'), 'banana?');
    expect(run).toHaveBeenCalledTimes(1);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('are all listed on "?"', async () => {
    await userEvent.keyboard('?');
    const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(dialog.textContent).toContain('Add pictures');
    await userEvent.keyboard('a');
    expect(run).not.toHaveBeenCalled();
  });

  it('can be turned off, and stay off', async () => {
    await userEvent.keyboard('?');
    await userEvent.click(await screen.findByRole('switch', { name: /^Single-key shortcuts/ }));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

    await userEvent.keyboard('a?');
    expect(run).not.toHaveBeenCalled();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(window.localStorage.getItem('lintel-shortcuts')).toBe('false');
    act(() => window.localStorage.clear());
  });
});
