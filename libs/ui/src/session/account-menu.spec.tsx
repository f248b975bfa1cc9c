/** @jest-environment jsdom */
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RequestFailed } from '../request/request-failed';
import { ADA, renderUi } from '../testing/render-ui';
import { AccountMenu } from './account-menu';

const openMenu = () => userEvent.click(screen.getByRole('button', { name: /^Signed in as/ }));
const choose = async (name: string) => userEvent.click(await screen.findByRole('menuitem', { name }));

describe('the account menu', () => {
  it('shows who is signed in and with which roles', async () => {
    const grants = [
      { vertical: '*', role: 'viewer' as const },
      { vertical: 'ecommerce', role: 'reviewer' as const },
    ];
    renderUi(<AccountMenu />, { ...ADA, identity: { ...ADA.identity, grants } });
    await openMenu();
    expect((await screen.findAllByRole('listitem')).map(({ textContent }) => textContent)).toEqual([
      'Viewer',
      'Reviewer in e-commerce',
    ]);
  });

  it('offers no change of password to those who sign in elsewhere', async () => {
    renderUi(<AccountMenu />, { ...ADA, signInName: null });
    await openMenu();
    await screen.findByRole('menuitem', { name: 'Sign out' });
    expect(screen.queryByRole('menuitem', { name: 'Change password' })).toBeNull();
  });

  it('changes the password, and reports success', async () => {
    const changePassword = jest.fn<Promise<void>, [string, string]>().mockResolvedValue(undefined);
    renderUi(<AccountMenu />, { ...ADA, changePassword });
    await openMenu();
    await choose('Change password');
    await userEvent.type(await screen.findByLabelText('Current password'), 'old');
    await userEvent.type(screen.getByLabelText('New password'), 'four words in a row');
    await userEvent.type(screen.getByLabelText('New password, once more'), 'four words in a row{Enter}');
    expect(await screen.findByText(/The password is changed/)).toBeTruthy();
    expect(changePassword).toHaveBeenCalledWith('old', 'four words in a row');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says so if signing out failed', async () => {
    renderUi(<AccountMenu />, { ...ADA, signOut: () => Promise.reject(new RequestFailed('away')) });
    await openMenu();
    await choose('Sign out');
    expect(await screen.findByText('The server can’t be reached')).toBeTruthy();
  });
});
