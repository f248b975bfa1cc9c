/** @jest-environment jsdom */
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderUi } from '../testing/render-ui';
import { OfflineNotice } from './offline-notice';
import { StaleNotice } from './stale-notice';

it('outdated content says since when, why, and how to try again', async () => {
  const retry = jest.fn();
  renderUi(<StaleNotice sinceMs={Date.now() - 121_000} trouble={{ reason: 'away' }} onRetry={retry} />);
  expect(screen.getByRole('status').textContent).toContain('Last updated 2 minutes ago: The server can’t be reached');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledTimes(1);
});

it('a device without a network says so until it has one', () => {
  renderUi(<OfflineNotice />);
  expect(screen.queryByText(/This device is offline/)).toBeNull();
  act(() => void window.dispatchEvent(new Event('offline')));
  expect(screen.getByText(/This device is offline/)).toBeTruthy();
  act(() => void window.dispatchEvent(new Event('online')));
  expect(screen.queryByText(/This device is offline/)).toBeNull();
});
