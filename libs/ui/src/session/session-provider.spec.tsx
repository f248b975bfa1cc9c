/** @jest-environment jsdom */
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { useAction } from '../action/use-action';
import { request } from '../request/request';
import { UiProvider } from '../shell/ui-provider';
import { fakeApi, problem, sessionOf, type FakeApi, type Reply } from '../testing/fake-api';
import { giveChannel, otherTabSays } from '../testing/other-tab';
import { completeBrowser, refuseComplaints } from '../testing/render-ui';
import { useSession } from './session-context';

const NOT_SIGNED_IN = problem(401, 'NOT_SIGNED_IN');
const LONG = 'four words in a row';
const done = (path: string): Reply => ({ status: 200, json: { path } });

/** Represents an app: a text field and an action. */
function Page() {
  const { identity, may, signOut } = useSession();
  const { run } = useAction();
  const [note, setNote] = useState('');
  const [answer, setAnswer] = useState('');
  const save = () => request<{ path: string }>('/v1/note', { method: 'PUT', json: { note } });
  return (
    <>
      <h1>{`Page of ${identity.name}`}</h1>
      <input aria-label="Note" value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <button onClick={() => void run(save, { onDone: ({ path }) => setAnswer(`saved ${path}`) })}>Save</button>
      <button onClick={() => void signOut()}>Leave</button>
      <output>{answer}</output>
      {may('verdicts:give', 'ecommerce') && <p>may judge</p>}
      {may('models:promote') && <p>may promote</p>}
    </>
  );
}

let api: FakeApi;
let signedIn: string | null;
let mustChange: boolean;
beforeEach(() => {
  completeBrowser();
  giveChannel();
  refuseComplaints();
  api = fakeApi();
  signedIn = null;
  mustChange = false;
  api.reply = ({ method, path, body }) => {
    if (path === '/v1/session/methods') return { status: 200, json: { password: true, oidc: null } };
    if (path === '/v1/session' && method === 'POST') {
      const { signInName, password } = body as { signInName: string; password: string };
      if (password !== 'right') return problem(401, 'SIGN_IN_REFUSED');
      signedIn = signInName;
    }
    if (path === '/v1/session' && method === 'DELETE') {
      signedIn = null;
      return { status: 204 };
    }
    if (signedIn === null) return NOT_SIGNED_IN;
    if (path === '/v1/session/password') mustChange = false;
    return path.startsWith('/v1/session')
      ? { status: 200, json: sessionOf(signedIn, { mustChangePassword: mustChange }) }
      : done(path);
  };
});

const start = () =>
  render(
    <UiProvider>
      <Page />
    </UiProvider>,
  );
const click = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const heading = (name: string) => screen.findByRole('heading', { name });

async function signIn(name: string | null, password: string): Promise<void> {
  if (name !== null) {
    await userEvent.clear(screen.getByLabelText('Sign-in name'));
    await userEvent.type(screen.getByLabelText('Sign-in name'), name);
  }
  await userEvent.type(screen.getByLabelText('Password'), `${password}{Enter}`);
}

describe('who is signed in', () => {
  it('sees the page at once, and what the roles allow', async () => {
    signedIn = 'ada';
    start();
    await heading('Page of ada');
    expect(screen.getByText('may judge')).toBeTruthy();
    expect(screen.queryByText('may promote')).toBeNull();
    expect(api.asked.map(({ path }) => path)).toEqual(['/v1/session']);
  });

  it('signs out, and sees nothing more', async () => {
    signedIn = 'ada';
    start();
    await heading('Page of ada');
    await click('Leave');
    await heading('Sign in to Lintel');
    expect(screen.queryByText(/Page of/)).toBeNull();
  });

  it('is signed out in this tab after signing out in another one', async () => {
    signedIn = 'ada';
    start();
    await heading('Page of ada');
    otherTabSays('signed-out');
    await heading('Sign in to Lintel');
  });
});

describe('a person who is not signed in', () => {
  it('sees the sign-in screen, then what is wrong, and then the page', async () => {
    start();
    await heading('Sign in to Lintel');
    await signIn('ada', 'wrong');
    expect((await screen.findByRole('alert')).textContent).toContain('Name or password is wrong');
    // The wrong password is selected, so that typing replaces it.
    await userEvent.keyboard('right{Enter}');
    await heading('Page of ada');
  });

  it('sees how long to wait after too many wrong passwords', async () => {
    const reply = api.reply;
    api.reply = (asked) =>
      asked.method === 'POST' ? problem(401, 'SIGN_IN_REFUSED', { 'retry-after': '60' }) : reply(asked);
    start();
    await heading('Sign in to Lintel');
    await signIn('ada', 'wrong');
    expect((await screen.findByRole('alert')).textContent).toMatch(/Too many wrong passwords.*in (1 min|59 sec)/);
    expect(screen.getByRole('button', { name: 'Sign in' })).toHaveProperty('disabled', true);
  });

  it('is signed in here after signing in in another tab', async () => {
    start();
    await heading('Sign in to Lintel');
    signedIn = 'ada';
    otherTabSays('signed-in');
    await heading('Page of ada');
  });

  it('must choose a new password if the current one was given out', async () => {
    mustChange = true;
    start();
    await heading('Sign in to Lintel');
    await signIn('ada', 'right');
    await heading('Choose a password of your own');
    // It was just typed.
    expect(screen.queryByLabelText('Current password')).toBeNull();
    await userEvent.type(screen.getByLabelText('New password'), 'short');
    await click('Change the password');
    expect(screen.getByText('At least 12 characters; these are 5.')).toBeTruthy();
    await userEvent.type(screen.getByLabelText('New password'), LONG);
    await userEvent.type(screen.getByLabelText('New password, once more'), `short${LONG}`);
    await click('Change the password');
    await heading('Page of ada');
    expect(api.asked.find(({ path }) => path === '/v1/session/password')?.body).toEqual({
      current: 'right',
      next: `short${LONG}`,
    });
  });
});

describe('a session that ends', () => {
  const begin = async (): Promise<void> => {
    signedIn = 'ada';
    start();
    await heading('Page of ada');
    await userEvent.type(screen.getByLabelText('Note'), 'typed');
    signedIn = null;
    await click('Save');
    await screen.findByRole('dialog', { name: 'Please sign in again' });
  };
  const saves = () => api.asked.filter(({ path }) => path === '/v1/note');

  it('keeps everything that was typed: the same person signs in, and the action is done', async () => {
    await begin();
    await signIn(null, 'right');
    expect(await screen.findByText('saved /v1/note')).toBeTruthy();
    expect(screen.getByLabelText('Note')).toHaveProperty('value', 'typed');
    expect(saves()).toHaveLength(2);
  });

  it('does nothing in the name of another person, who starts with a fresh page', async () => {
    await begin();
    await signIn('grace', 'right');
    await heading('Page of grace');
    expect(screen.getByLabelText('Note')).toHaveProperty('value', '');
    expect(saves()).toHaveLength(1);
  });

  it('may be put off: the page stays, and asks again when the person starts an action', async () => {
    await begin();
    await click('Not now');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await screen.findByText(/You are signed out: nothing new/)).toBeTruthy();
    expect(screen.getByLabelText('Note')).toHaveProperty('value', 'typed');
    await click('Save');
    await screen.findByRole('dialog', { name: 'Please sign in again' });
  });
});

it('an unreachable server is no reason to ask for a password', async () => {
  api.reply = () => ({ status: 502 });
  start();
  expect(await screen.findByText('The server can’t be reached')).toBeTruthy();
  expect(screen.queryByLabelText('Password')).toBeNull();
});
