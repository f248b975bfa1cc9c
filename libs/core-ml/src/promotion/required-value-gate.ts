import { headlinesOf, message, type ModelManifest, writeFigure } from '@lintel/contracts';
import { gate, type Gate, UNMEASURED } from './gate';

/** Checks that the main figure of a model on the test examples is good enough. */
export function requiredValueGate(measured: Pick<ModelManifest, 'task' | 'evaluation'>, required: number): Gate {
  const name = 'required-value';
  const { evaluation } = measured;
  const main = headlinesOf(measured)[0];
  if (evaluation === null || main === undefined) return gate({ name, expected: [], ...UNMEASURED });
  const passed = main.better === 'higher' ? main.value >= required : main.value <= required;
  const [value, wanted] = [writeFigure(main, main.value), writeFigure(main, required)];
  return gate({
    name,
    passed,
    expected: [
      main.better === 'higher'
        ? message('gate.required.expected-least', { required: wanted })
        : message('gate.required.expected-most', { required: wanted }),
    ],
    received: message('gate.required.received', { value, examples: evaluation.examples }),
    reason: [
      passed ? message('gate.required.reason', { value }) : message('gate.required.short', { value, required: wanted }),
    ],
  });
}
