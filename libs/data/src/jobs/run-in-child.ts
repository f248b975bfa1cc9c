import type { TrainingInterruption } from '@lintel/contracts';
import { ChildDeath, deathError, describeEnd } from './child-death';
import { runChildProcess, type ChildContext, type ChildLimits, type ChildProgram } from './child-process';

/** How often work is resumed after a crash of its process. */
export const MOST_RESUMES = 3;

/**
 * Does work in a separate process. If that crashes without an answer, for example in native code, another process
 * resumes the work, at most {@link MOST_RESUMES} times. Output of the process goes to `context.log`. The process always
 * ends with this one.
 * @param order any JSON; passed to the program together with the crashes so far
 * @returns what the program's handler returned
 * @throws the handler's error; the reason of `context.signal`; LintelError JOB_LIMIT_EXCEEDED (memory, time), INTERNAL
 *   (crashed too often: the signal and the last lines; out of memory)
 */
export async function runInChild(
  order: unknown,
  context: ChildContext,
  program: ChildProgram,
  limits: ChildLimits = {},
): Promise<Record<string, unknown>> {
  const interruptions: TrainingInterruption[] = [];
  const began = performance.now();
  for (;;) {
    const { attempt, trace = {} } = context;
    const left = limits.seconds === undefined ? {} : { seconds: limits.seconds - (performance.now() - began) / 1_000 };
    try {
      const run = { type: 'run' as const, order, attempt, trace, interruptions };
      return await runChildProcess(run, context, program, interruptions.length === 0 ? limits : { ...limits, ...left });
    } catch (error) {
      if (!(error instanceof ChildDeath)) throw error;
      if (!error.isWorthResuming || interruptions.length === MOST_RESUMES) throw deathError(error, interruptions);
      interruptions.push(error.interruption);
      context.log(
        'warn',
        `The process ${describeEnd(error.interruption)}. It is started again and goes on from its last checkpoint ` +
          `(${interruptions.length} of at most ${MOST_RESUMES} times).`,
      );
    }
  }
}
