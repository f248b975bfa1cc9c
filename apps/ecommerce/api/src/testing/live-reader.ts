import { setTimeout as delay } from 'node:timers/promises';

export interface LiveEvent {
  readonly id: string;
  readonly data: { readonly id: string };
}

/** Follows the live view as a browser does. */
export class LiveReader {
  private text = '';
  private over = false;

  private constructor(
    readonly response: Response,
    private readonly cancellation: AbortController,
  ) {
    void this.read();
  }

  /** @param headers of the reader; `last-event-id` to resume */
  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<LiveReader> {
    const cancellation = new AbortController();
    const response = await fetch(`${url}/v1/recognitions/live`, { headers, signal: cancellation.signal });
    return new LiveReader(response, cancellation);
  }

  get events(): LiveEvent[] {
    return this.text.split('\n\n').flatMap((block) => {
      const event = /^id: (.+)\nevent: recognised\ndata: (.+)$/.exec(block);
      return event === null ? [] : [{ id: event[1]!, data: JSON.parse(event[2]!) as LiveEvent['data'] }];
    });
  }

  get ended(): boolean {
    return this.over;
  }

  close(): void {
    this.cancellation.abort();
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body!) this.text += decoder.decode(chunk as Uint8Array, { stream: true });
    } catch {
      // Closed, by us or by the server.
    }
    this.over = true;
  }
}

export async function eventually(holds: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (const until = Date.now() + withinMs; !(await holds()); await delay(25)) {
    if (Date.now() > until) throw new Error('It did not happen in time.');
  }
}
