import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';

export interface HealthResult {
  readonly ready: boolean;
  /** Why not, for the operator. */
  readonly reason?: string;
}

type Check = () => HealthResult | Promise<HealthResult>;

/** A check that hangs tells no more than one that fails, and a prober waits no longer. */
const ANSWER_WITHIN_MS = 2_000;

/** What has to work before the service takes requests. Providers add their own check when they are made. */
@Injectable()
export class HealthChecks {
  private readonly checks = new Map<string, Check>();
  private readonly asked = new Map<string, Promise<HealthResult>>();
  private draining = false;

  add(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** From now on the service is not ready: it stops, and who sends it requests should send them elsewhere. */
  drain(): void {
    this.draining = true;
  }

  async run(): Promise<{ ready: boolean; checks: Record<string, HealthResult> }> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await this.result(name, check)] as const),
    );
    if (this.draining) results.push(['lifecycle', { ready: false, reason: 'The service stops.' }]);
    return { ready: results.every(([, { ready }]) => ready), checks: Object.fromEntries(results) };
  }

  /** One that hangs is not begun a second time: whoever asks meanwhile waits for the same answer. */
  private async result(name: string, check: Check): Promise<HealthResult> {
    let answer = this.asked.get(name);
    if (answer === undefined) {
      answer = answerOf(check).finally(() => this.asked.delete(name));
      this.asked.set(name, answer);
    }
    const waiting = new AbortController();
    const late = delay(ANSWER_WITHIN_MS, HANGS, { ref: false, signal: waiting.signal }).catch(() => HANGS);
    const result = await Promise.race([answer, late]);
    waiting.abort();
    return result;
  }
}

const HANGS: HealthResult = { ready: false, reason: `No answer within ${ANSWER_WITHIN_MS / 1_000} s.` };

async function answerOf(check: Check): Promise<HealthResult> {
  try {
    return await check();
  } catch {
    return { ready: false, reason: 'The check itself failed.' };
  }
}
