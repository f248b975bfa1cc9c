import { policiesSchema } from '@lintel/console-contract';
import { gatePolicySchema, loopPolicySchema } from '@lintel/contracts';
import { draftOf, policiesOf } from './policies-draft';

const policies = {
  gatePolicy: gatePolicySchema.parse({ minimumGain: -0.01, classFloor: { minimumRecall: 0.6 } }),
  loopPolicy: loopPolicySchema.parse({ retrainAfterLabels: 300, promotion: 'rule', twoPeople: true }),
};

describe('the draft of the policies', () => {
  it('comes back as what it was made from, and as the contract takes it', () => {
    const sent = policiesOf(draftOf(policies));
    expect(sent).toEqual(policies);
    expect(policiesSchema.safeParse(sent).success).toBe(true);
  });

  it('says never where no number of labels starts a training', () => {
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
    // What is switched off may hold anything.
    expect(policiesOf({ ...draft, afterLabels: false, labels: '' })).not.toBeNull();
  });
});
