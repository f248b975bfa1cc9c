import { policiesSchema } from '@lintel/console-contract';
import { loopPolicySchema, parseGatePolicy } from '@lintel/contracts';
import { draftOf, policiesOf } from './policies-draft';

const policies = {
  gatePolicy: parseGatePolicy('image-classification', { minimumGain: -0.01, classFloor: { minimumRecall: 0.6 } }),
  loopPolicy: loopPolicySchema.parse({ retrainAfterLabels: 300, promotion: 'rule', twoPeople: true }),
};

describe('the draft of the policies', () => {
  it('converts back to the policies it was made from, and is accepted by the contract', () => {
    const sent = policiesOf(draftOf(policies));
    expect(sent).toEqual(policies);
    expect(policiesSchema.safeParse(sent).success).toBe(true);
  });

  it('is set to never if no number of labels starts a training', () => {
    const never = { ...policies, loopPolicy: { ...policies.loopPolicy, retrainAfterLabels: null } };
    expect(draftOf(never)).toMatchObject({ afterLabels: false, labels: 500 });
    expect(policiesOf(draftOf(never))).toEqual(never);
    expect(policiesOf({ ...draftOf(policies), afterLabels: false })?.loopPolicy.retrainAfterLabels).toBeNull();
  });

  it('is not sent while a value is missing or wrong', () => {
    const draft = draftOf(policies);
    expect(policiesOf({ ...draft, minimumAccuracy: null })).toBeNull();
    for (const labels of ['', 0, 1.5, 'x']) expect(policiesOf({ ...draft, labels })).toBeNull();
    expect(policiesOf({ ...draft, shadowExamples: '' })).toBeNull();
    // A setting that is switched off may have any value.
    expect(policiesOf({ ...draft, afterLabels: false, labels: '' })).not.toBeNull();
  });
});
