import { type ModelVersion } from '@lintel/contracts';
import { Checkbox } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useText } from '../language/text';
import { promotionOf, type Judgement } from './promotion';
import { reasonOf } from './reason';
import { ReasonInput } from './reason-input';

export interface GateDecision {
  readonly judgement: Judgement;
  /** Whether it may be sent as it stands. */
  readonly ready: boolean;
  /** As the api takes it. */
  readonly decision: { readonly override: boolean; readonly reason?: string };
  /** What a person fills in: a reason, and, against the gates, that they decide so. */
  readonly fields: ReactNode;
}

/** What a person decides about a version that the gates judged against the present champion. */
export function useGateDecision(version: ModelVersion, championId: string | null): GateDecision {
  const text = useText().models;
  const [override, setOverride] = useState(false);
  const [reason, setReason] = useState('');
  const { judgement, ready } = promotionOf({ report: version.gateReport, championId, override, reason });
  const against = judgement !== 'passed';
  return {
    judgement,
    ready,
    decision: { override: against, ...reasonOf(reason) },
    fields: (
      <>
        {against && (
          <Checkbox
            label={text.promote.override[judgement === 'refused' ? 'refused' : 'unjudged']}
            checked={override}
            onChange={(event) => setOverride(event.currentTarget.checked)}
          />
        )}
        {(!against || override) && (
          <ReasonInput
            value={reason}
            onChange={setReason}
            required={against}
            {...(against ? { description: text.promote.reasonNeeded } : {})}
          />
        )}
      </>
    ),
  };
}
