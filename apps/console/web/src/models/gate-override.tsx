import { Checkbox, Textarea } from '@mantine/core';
import { useText } from '../language/text';
import { type Judgement } from './promotion';
import { LONGEST_REASON } from './reason';

export interface GateOverrideProps {
  readonly judgement: Judgement;
  readonly override: boolean;
  readonly reason: string;
  readonly onOverride: (override: boolean) => void;
  readonly onReason: (reason: string) => void;
}

/** A reason; and, if the gates refuse or have not judged, a confirmation of the override. */
export function GateOverride({ judgement, override, reason, onOverride, onReason }: GateOverrideProps) {
  const text = useText().models;
  const words = text.promote;
  const against = judgement !== 'passed';
  return (
    <>
      {against && (
        <Checkbox
          label={words.override[judgement === 'refused' ? 'refused' : 'unjudged']}
          checked={override}
          onChange={(event) => onOverride(event.currentTarget.checked)}
        />
      )}
      {(!against || override) && (
        <Textarea
          label={text.reason}
          description={against ? words.reasonNeeded : text.reasonHint}
          required={against}
          value={reason}
          onChange={(event) => onReason(event.currentTarget.value)}
          maxLength={LONGEST_REASON}
          autosize
          minRows={2}
        />
      )}
    </>
  );
}
