import { TASK_IDS, taskContract } from '@lintel/contracts';
import { GENERAL_GATE_FIELDS, valueAt, withValueAt } from './gate-field';
import { taskView } from './task-views';
import { taskWords } from './task-words';

describe('the gate fields of a task', () => {
  it.each(TASK_IDS)('of %s name values of its policy, each with a label in both languages', (task) => {
    const words = taskWords(task);
    const { gateFields } = taskView(task);
    const policy = taskContract(task).gatePolicy.parse({});
    for (const { path } of [...GENERAL_GATE_FIELDS, ...gateFields]) expect(valueAt(policy, path)).not.toBeUndefined();
    for (const { path } of gateFields) {
      expect(words.en.gates[path]?.label).toBeTruthy();
      expect(words['zh-CN'].gates[path]?.label).toBeTruthy();
    }
  });

  it.each(TASK_IDS)('and the gates of %s have names in both languages', (task) => {
    const words = taskWords(task);
    expect(Object.keys(words.en.gateNames).sort()).toEqual(Object.keys(words['zh-CN'].gateNames).sort());
    expect(Object.keys(words.en.gates).sort()).toEqual(Object.keys(words['zh-CN'].gates).sort());
  });

  it('change one value and keep all others, also unknown ones', () => {
    const policy = { later: 1, floor: { recall: 0.5, loss: 0.1 } };
    expect(withValueAt(policy, 'floor.recall', 0.6)).toEqual({ later: 1, floor: { recall: 0.6, loss: 0.1 } });
    expect(withValueAt({}, 'floor.recall', 0.6)).toEqual({ floor: { recall: 0.6 } });
    expect(valueAt({ floor: null }, 'floor.recall')).toBeUndefined();
  });
});
