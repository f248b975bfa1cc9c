import { type Grant } from '@lintel/contracts';
import { callerOf, type TestCaller, type TestConsole } from './test-console';

const OWN_PAGE = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
const PASSWORD = 'a long enough password';

export interface TestPerson extends TestCaller {
  /** Id of the account. */
  readonly id: string;
}

/** Creates an account and signs in to the console as a browser does: some decisions are not open to keys. */
export async function signInPerson(
  { url, models }: TestConsole,
  { name, grants }: { readonly name: string; readonly grants: Grant[] },
): Promise<TestPerson> {
  const signInName = name.toLowerCase();
  const { account, password } = await models.platform.identity.accounts.create({
    signInName,
    name,
    grants,
    createdBy: 'test',
  });
  const session = async (method: string, path: string, body: object, cookie = ''): Promise<string> => {
    const headers = { ...OWN_PAGE, cookie };
    const response = await fetch(`${url}/v1/session${path}`, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} /v1/session${path}: ${response.status} ${await response.text()}`);
    return response.headers.getSetCookie()[0]!.split(';', 1)[0]!;
  };
  const first = await session('POST', '', { signInName, password });
  const cookie = await session('PUT', '/password', { current: password, next: PASSWORD }, first);
  return { id: account.id, ...callerOf(url, { cookie, 'sec-fetch-site': 'same-origin' }) };
}
