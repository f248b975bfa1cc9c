import { type Permission, type Problem } from '@lintel/contracts';
import { type DeclaredRoute } from '../access/declared-routes';

export type Headers = Readonly<Record<string, string>>;

export interface RouteWalk {
  readonly url: string;
  readonly routes: readonly DeclaredRoute[];
  /** Headers of a caller who has all permissions except this one. */
  readonly allBut: (permission: Permission) => Promise<Headers>;
}

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

/**
 * Calls every route that is not public without credentials, and every route of a permission with all permissions but
 * that one.
 * @returns the routes that did not answer with 401 NOT_SIGNED_IN and 403 NOT_PERMITTED; should be empty
 */
export async function walkRoutes({ url, routes, allBut }: RouteWalk): Promise<string[]> {
  const open: string[] = [];
  for (const { method, path, rule } of routes) {
    if (rule.kind === 'public') continue;
    const address = url + path.replaceAll(/:\w+/g, UNKNOWN_ID);
    const check = async (who: string, headers: Headers, expected: string): Promise<void> => {
      const answer = await answerOf(address, method, headers);
      if (answer !== expected) open.push(`${method} ${path} ${who}: ${answer}`);
    };
    await check('without credentials', {}, '401 NOT_SIGNED_IN');
    if (rule.kind === 'permission') {
      await check(`without ${rule.permission}`, await allBut(rule.permission), '403 NOT_PERMITTED');
    }
  }
  return open;
}

async function answerOf(address: string, method: string, headers: Headers): Promise<string> {
  const response = await fetch(address, { method, headers });
  // A stream of events would never end.
  if (response.status < 400) {
    await response.body?.cancel();
    return String(response.status);
  }
  return `${response.status} ${((await response.json()) as Problem).code}`;
}
