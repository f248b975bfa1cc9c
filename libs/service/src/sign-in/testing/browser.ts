/** A browser that keeps cookies and does not follow redirects. */
export class TestBrowser {
  readonly #cookies = new Map<string, string>();
  /** The most recent Set-Cookie headers. */
  readonly setCookies: string[] = [];

  constructor(private readonly headers: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin' }) {}

  async ask(url: string, { method = 'GET', json, form, headers = {} }: Asked = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...this.headers,
        ...(cookie === '' ? {} : { cookie }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  /** @returns the value of a cookie */
  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  keep(line: string): void {
    this.setCookies.push(line);
    const [pair = ''] = line.split(';');
    const [name = '', ...value] = pair.split('=');
    const isOver = /expires=Thu, 01 Jan 1970/i.test(line);
    if (isOver) this.#cookies.delete(name);
    else this.#cookies.set(name, value.join('='));
  }
}

export interface Asked {
  readonly method?: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}
