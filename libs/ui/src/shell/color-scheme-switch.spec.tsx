/** @jest-environment jsdom */
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../testing/render-ui';
import { ColorSchemeSwitch } from './color-scheme-switch';

describe('the appearance', () => {
  it('is chosen once, kept in the cookie, and follows a change in another app of the host', async () => {
    renderUi(<ColorSchemeSwitch />);
    await userEvent.click(screen.getByRole('button', { name: 'Appearance: As the device' }));
    await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Dark' }));
    await screen.findByRole('button', { name: 'Appearance: Dark' });
    expect(document.cookie).toContain('lintel-color-scheme=dark');

    document.cookie = 'lintel-color-scheme=light; Path=/';
    act(() => void window.dispatchEvent(new Event('focus')));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Appearance: Light' })).toBeTruthy());
  });
});
