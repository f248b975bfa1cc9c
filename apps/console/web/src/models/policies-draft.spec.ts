import { policiesSchema } from '@lintel/console-contract';
import { loopPolicySchema, parseGatePolicy, TASK_IDS, type TaskId } from '@lintel/contracts';
import { draftOf, policiesOf } from './policies-draft';

const policiesFor = (task: TaskId, gatePolicy: object = {}) => ({
  task,
  gatePolicy: parseGatePolicy(task, { minimumGain: -0.01, maximumParityDifference: 0.01, ...gatePolicy }),
  loopPolicy: loopPolicySchema.parse({ retrainAfterLabels: 300, promotion: 'rule', twoPeople: true }),
});
const policies = policiesFor('image-classification', { classFloor: { minimumRecall: 0.6 } });

describe('the draft of the policies', () => {
  it.each(TASK_IDS)('of %s converts back to the policies it was made from, and is accepted by the contract', (task) => {
    const before = policiesFor(task);
    const sent = policiesOf(before, draftOf(before));
    expect(sent).toEqual({ gatePolicy: before.gatePolicy, loopPolicy: before.loopPolicy });
    expect(policiesSchema.safeParse(sent).success).toBe(true);
  });

  it('shows the requirements of its task, and changes what its fields hold', () => {
    const draft = draftOf(policies);
    expect(draft.gates).toMatchObject({ minimumGain: -0.01, 'classFloor.minimumRecall': 0.6 });
    const changed = policiesOf(policies, { ...draft, gates: { ...draft.gates, 'classFloor.minimumRecall': 0.7 } });
    expect(changed?.gatePolicy).toEqual({
      ...policies.gatePolicy,
      classFloor: { minimumRecall: 0.7, maximumRecallLoss: 0.05 },
    });
    const table = policiesFor('tabular-regression');
    expect(draftOf(table).gates).toEqual({ minimumGain: -0.01, requiredValue: null });
    const required = policiesOf(table, { ...draftOf(table), gates: { minimumGain: 0, requiredValue: 12.5 } });
    expect(required?.gatePolicy).toMatchObject({ requiredValue: 12.5 });
  });

  it('is set to never if no number of labels starts a training', () => {
    const never = { ...policies, loopPolicy: { ...policies.loopPolicy, retrainAfterLabels: null } };
    expect(draftOf(never)).toMatchObject({ afterLabels: false, labels: 500 });
    expect(policiesOf(never, draftOf(never))?.loopPolicy).toEqual(never.loopPolicy);
    const off = policiesOf(policies, { ...draftOf(policies), afterLabels: false });
    expect(off?.loopPolicy.retrainAfterLabels).toBeNull();
  });

  it('is not sent while a value is missing or wrong', () => {
    const draft = draftOf(policies);
    for (const value of [null, 'wrong', 2] as const) {
      expect(policiesOf(policies, { ...draft, gates: { ...draft.gates, minimumAccuracy: value } })).toBeNull();
    }
    for (const labels of ['', 0, 1.5, 'x']) expect(policiesOf(policies, { ...draft, labels })).toBeNull();
    expect(policiesOf(policies, { ...draft, shadowExamples: '' })).toBeNull();
    // A setting that is switched off may have any value.
    expect(policiesOf(policies, { ...draft, afterLabels: false, labels: '' })).not.toBeNull();
  });
});
