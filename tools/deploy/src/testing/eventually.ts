import { setTimeout as delay } from 'node:timers/promises';

const WITHIN_MS = 30_000;

/** Repeats a request until the answer is as expected; @returns the last answer */
export async function eventually<Answer>(
  ask: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
): Promise<Answer> {
  for (const until = Date.now() + WITHIN_MS; ; await delay(100)) {
    const answer = await ask();
    if (isWanted(answer) || Date.now() > until) return answer;
  }
}
