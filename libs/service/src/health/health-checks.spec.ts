import { setTimeout as delay } from 'node:timers/promises';
import { HealthChecks } from './health-checks';

describe('readiness', () => {
  it('treats a check that hangs as failed after 2 s, and does not start it again meanwhile', async () => {
    const checks = new HealthChecks();
    let asked = 0;
    let answer = (): void => undefined;
    checks.add('database', async () => {
      asked += 1;
      await new Promise<void>((resolve) => (answer = resolve));
      return { ready: true };
    });
    checks.add('model', () => ({ ready: true }));
    const startedAt = Date.now();
    expect(await checks.run()).toEqual({
      ready: false,
      checks: { database: { ready: false, reason: 'No answer within 2 s.' }, model: { ready: true } },
    });
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_900);
    expect(Date.now() - startedAt).toBeLessThan(4_000);
    const second = checks.run();
    await delay(20);
    expect(asked).toBe(1);
    answer();
    expect(await second).toMatchObject({ ready: true });
    const third = checks.run();
    await delay(20);
    expect(asked).toBe(2);
    answer();
    await third;
  });

  it('ends as soon as the service begins to stop, even if all checks pass', async () => {
    const checks = new HealthChecks();
    checks.add('model', () => ({ ready: true }));
    expect((await checks.run()).ready).toBe(true);
    checks.drain();
    expect(await checks.run()).toEqual({
      ready: false,
      checks: { model: { ready: true }, lifecycle: { ready: false, reason: 'The service stops.' } },
    });
  });

  it('names a check that itself fails, and not what it threw', async () => {
    const checks = new HealthChecks();
    checks.add('events', () => Promise.reject(new Error('MARK-1')));
    expect(await checks.run()).toEqual({
      ready: false,
      checks: { events: { ready: false, reason: 'The check itself failed.' } },
    });
  });
});
