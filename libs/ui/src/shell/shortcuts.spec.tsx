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

  it('run on their key, not with a modifier, and not while the person types', async () => {
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

describe('shortcuts of a part above the others', () => {
  it('replace those with the same key while the part is shown, also in the help', async () => {
    const page = jest.fn();
    const picture = jest.fn();
    function Below() {
      useShortcuts([{ keys: '1', label: 'Go to History', run: page }]);
      return null;
    }
    function Above() {
      useShortcuts([{ keys: '1', label: 'It is a boot', run: picture }], { over: true });
      return null;
    }
    const { rerender } = renderUi(
      <>
        <Above key="above" />
        <Below key="below" />
      </>,
    );
    await userEvent.keyboard('1?');
    const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(dialog.textContent).toContain('It is a boot');
    expect(dialog.textContent).not.toContain('Go to History');
    expect([picture.mock.calls.length, page.mock.calls.length]).toEqual([1, 0]);
    rerender(<></>);
  });
});
