'use client';

import { type FirstTrainingFailure } from '@lintel/contracts';
import { RetryIcon, StateMessage, useAction, WarningIcon } from '@lintel/ui';
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useMay } from '../access/use-may';
import { fetchFirstTrainingFailure, repeatFirstTraining } from '../api/client';
import { useText } from '../language/text';
import { useModel } from './model-provider';

/** Shown when the first training has ended and no model is in service: why, and a button that trains again. */
export function FirstTrainingFailed({ stage }: { readonly stage: 'failed' | 'not-promoted' }) {
  const text = useText().model.firstTraining;
  const { run, pending } = useAction();
  const { reload } = useModel();
  const mayTrain = useMay()('jobs:run');
  const failure = useFailure();
  const again = (
    <Button
      leftSection={<RetryIcon size={16} />}
      loading={pending}
      onClick={() => void run(repeatFirstTraining, { done: text.requested, onDone: reload })}
    >
      {text.again}
    </Button>
  );
  return (
    <StateMessage
      kind="error"
      icon={<WarningIcon size={26} />}
      title={text.titles[stage]}
      {...(mayTrain ? { actions: again } : {})}
    >
      {failure !== null && (
        <>
          <p>{failure.problem}</p>
          <p>{failure.cure}</p>
        </>
      )}
      {!mayTrain && <p>{text.notPermitted}</p>}
    </StateMessage>
  );
}

function useFailure(): FirstTrainingFailure | null {
  const [failure, setFailure] = useState<FirstTrainingFailure | null>(null);
  useEffect(() => {
    const cancellation = new AbortController();
    // Without the reason, the title and the button are still right.
    fetchFirstTrainingFailure(cancellation.signal).then(setFailure, () => undefined);
    return () => cancellation.abort();
  }, []);
  return failure;
}
