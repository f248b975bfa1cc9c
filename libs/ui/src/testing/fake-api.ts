import { type Problem, type Session } from '@lintel/contracts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}
export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly headers?: Record<string, string>;
}

/** All requests since the last `answer`. */
export interface FakeApi {
  readonly asked: Asked[];
  reply: (asked: Asked) => Reply;
}

/** Replaces the network, which a test of pages alone doesn't have: `fetch` answers as `reply` says. */
export function fakeApi(): FakeApi {
  const api: FakeApi = { asked: [], reply: () => problem(503, 'SERVICE_UNAVAILABLE') };
  globalThis.fetch = (address, { method = 'GET', body = null } = {}) => {
    const asked = {
      method,
      path: address as string,
      body: typeof body === 'string' ? (JSON.parse(body) as unknown) : null,
    };
    api.asked.push(asked);
    const { status, json, headers = {} } = api.reply(asked);
    const text = json === undefined ? '' : JSON.stringify(json);
    return Promise.resolve({
      ok: status < 300,
      status,
      headers: new Map(Object.entries(headers)),
      text: () => Promise.resolve(text),
    } as unknown as Response);
  };
  return api;
}

export function problem(status: number, code: Problem['code'], headers: Record<string, string> = {}): Reply {
  return {
    status,
    json: { type: 'about:blank', title: code, status, code, cure: 'Do it.', correlationId: 'c1' },
    headers,
  };
}

export function sessionOf(id: string, changes: Partial<Session> = {}): Session {
  return {
    identity: { kind: 'person', id, name: id, grants: [{ vertical: 'ecommerce', role: 'operator' }], scopes: null },
    signInName: id,
    mustChangePassword: false,
    expiresAt: null,
    ...changes,
  };
}
