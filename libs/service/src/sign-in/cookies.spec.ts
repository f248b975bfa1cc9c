import { TestBrowser } from './testing/browser';
import { startTestSignIn } from './testing/test-sign-in';

it('the cookie of an app with an https address is sent over https only, and to the hosts of its domain', async () => {
  const config = { PUBLIC_URL: 'https://shop.example.com', SESSION_COOKIE_DOMAIN: 'example.com' };
  const app = await startTestSignIn({ config });
  const { password } = await app.person('ada');
  const browser = new TestBrowser();
  await browser.ask(`${app.url}/v1/session`, { method: 'POST', json: { signInName: 'ada', password } });
  await browser.ask(`${app.url}/v1/session`, { method: 'DELETE' });
  const [set, cleared] = browser.setCookies;
  expect(set).toMatch(
    /^lintel_session=[\w-]{43}; Domain=example\.com; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect(cleared).toMatch(
    /^lintel_session=; Domain=example\.com; Path=\/; Expires=Thu, 01 Jan 1970[^;]+; HttpOnly; Secure; SameSite=Lax$/,
  );
  await app.close();
});
