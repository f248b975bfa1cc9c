import { Injectable } from '@nestjs/common';

export interface HealthResult {
  readonly ready: boolean;
  /** Why not, for the operator. */
  readonly reason?: string;
}

/** What has to work before the service takes requests. Providers add their own check when they are made. */
@Injectable()
export class HealthChecks {
  private readonly checks = new Map<string, () => HealthResult | Promise<HealthResult>>();

  add(name: string, check: () => HealthResult | Promise<HealthResult>): void {
    this.checks.set(name, check);
  }

  async run(): Promise<{ ready: boolean; checks: Record<string, HealthResult> }> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]): Promise<[string, HealthResult]> => {
        try {
          return [name, await check()];
        } catch {
          return [name, { ready: false, reason: 'The check itself failed.' }];
        }
      }),
    );
    return { ready: results.every(([, { ready }]) => ready), checks: Object.fromEntries(results) };
  }
}
