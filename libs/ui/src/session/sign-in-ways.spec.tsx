/** @jest-environment jsdom */
import { act, fireEvent, screen } from '@testing-library/react';
import { fakeApi } from '../testing/fake-api';
import { renderUi } from '../testing/render-ui';
import { SignInWays } from './sign-in-ways';

const nobody = (): void => undefined;
const offer = (methods: object): void => {
  fakeApi().reply = () => ({ status: 200, json: methods });
};
const keycloak = { name: 'Keycloak', address: '/v1/session/oidc' };

describe('the ways to sign in', () => {
  it('lead to the identity provider and back to the requested page', async () => {
    offer({ password: true, oidc: keycloak });
    window.history.replaceState(null, '', '/history/?unsure=true#a');
    renderUi(<SignInWays onSignedIn={nobody} />);
    const link = await screen.findByRole('link', { name: 'Sign in with Keycloak' });
    expect(link.getAttribute('href')).toBe('/v1/session/oidc?returnTo=%2Fhistory%2F%3Funsure%3Dtrue%23a');
    expect(link.getAttribute('target')).toBeNull();
    expect(screen.getByLabelText('Password')).toBeTruthy();
  });

  it('leave a page with its typed text in place', async () => {
    offer({ password: true, oidc: keycloak });
    renderUi(<SignInWays onSignedIn={nobody} abovePage />);
    const link = await screen.findByRole('link', { name: 'Sign in with Keycloak' });
    expect(link.getAttribute('target')).toBe('_blank');
  });

  it('ask for no password if there are none', async () => {
    offer({ password: false, oidc: keycloak });
    renderUi(<SignInWays onSignedIn={nobody} />);
    await screen.findByRole('link', { name: 'Sign in with Keycloak' });
    expect(screen.queryByLabelText('Password')).toBeNull();
  });

  it('mark the fields for password managers, and warn if Caps Lock is on', async () => {
    offer({ password: true, oidc: null });
    renderUi(<SignInWays onSignedIn={nobody} />);
    await act(() => new Promise((resolve) => setTimeout(resolve)));
    expect(screen.getByLabelText('Sign-in name').getAttribute('autocomplete')).toBe('username');
    const password = screen.getByLabelText('Password');
    expect(password.getAttribute('autocomplete')).toBe('current-password');
    fireEvent.keyDown(password, { key: 'A', modifierCapsLock: true });
    expect(screen.getByText('Caps Lock is on.')).toBeTruthy();
    fireEvent.keyUp(password, { key: 'a', modifierCapsLock: false });
    expect(screen.queryByText('Caps Lock is on.')).toBeNull();
  });
});
