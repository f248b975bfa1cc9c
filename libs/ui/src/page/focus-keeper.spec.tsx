/** @jest-environment jsdom */
import { act, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { FocusKeeper } from './focus-keeper';

function List() {
  const [rows, setRows] = useState(['one', 'two']);
  const [busy, setBusy] = useState(false);
  return (
    <FocusKeeper>
      <button type="button">above</button>
      <ul>
        {rows.map((row) => (
          <li key={row}>
            <button type="button" onClick={() => setRows(rows.filter((other) => other !== row))}>
              {`remove ${row}`}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" disabled={busy} onClick={() => setBusy(true)}>
        save
      </button>
      <button type="button" onClick={() => setBusy(false)}>
        done
      </button>
    </FocusKeeper>
  );
}

const button = (name: string) => screen.getByRole('button', { name });
const settle = () => act(() => new Promise((resolve) => setTimeout(resolve, 0)));

describe('FocusKeeper', () => {
  it('moves the focus to the next row when the row that had it is removed', async () => {
    render(<List />);
    button('remove one').focus();
    act(() => button('remove one').click());
    await settle();
    expect(document.activeElement).toBe(button('remove two'));
  });

  it('returns the focus to a button that was disabled for a while', async () => {
    render(<List />);
    button('save').focus();
    act(() => button('save').click());
    // jsdom leaves the focus on a disabled button; browsers remove it.
    (document.activeElement as HTMLElement).blur();
    act(() => button('done').click());
    await settle();
    expect(document.activeElement).toBe(button('save'));
  });

  it('leaves the focus nowhere after a click on an empty place', async () => {
    render(<List />);
    button('remove one').focus();
    act(() => {
      button('above').dispatchEvent(new Event('pointerdown', { bubbles: true }));
      (document.activeElement as HTMLElement).blur();
      button('remove one').click();
    });
    await settle();
    expect(document.activeElement).toBe(document.body);
  });
});
