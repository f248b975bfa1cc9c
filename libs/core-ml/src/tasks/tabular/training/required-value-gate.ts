import { headlinesOf, message, type MetricReport, writeFigure } from '@lintel/contracts';
import { gate, type Gate, UNMEASURED } from '../../../promotion/gate';
import { type TableManifest } from './train-table';

/** Checks that the main metric of the test rows is good enough. */
export function requiredValueGate(
  task: TableManifest['task'],
  evaluation: MetricReport | null,
  required: number,
): Gate {
  const name = 'required-value';
  const main = headlinesOf({ task, evaluation })[0];
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
