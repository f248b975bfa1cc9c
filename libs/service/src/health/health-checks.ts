import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';

export interface HealthResult {
  readonly ready: boolean;
  /** The reason why it is not ready, for the operator. */
  readonly reason?: string;
}

type Check = () => HealthResult | Promise<HealthResult>;

/** A check that takes longer counts as failed; probes do not wait longer. */
const ANSWER_WITHIN_MS = 2_000;

/**
 * The checks that must pass before the service takes requests. Providers register their check when they are created.
 */
@Injectable()
export class HealthChecks {
  private readonly checks = new Map<string, Check>();
  private readonly asked = new Map<string, Promise<HealthResult>>();
  private draining = false;

  add(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** Marks the service as not ready because it is stopping: load balancers should send requests elsewhere. */
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

  /** A running check is not started a second time: concurrent callers wait for the same result. */
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
