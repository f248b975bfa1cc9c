'use client';

import { type Job } from '@lintel/contracts';
import { ProblemAlert, useAction, useTroubleWriter, type Trouble } from '@lintel/ui';
import { Button, Drawer, Group, Stack } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useText } from '../language/text';
import { EMPTY_DRAFT, faultsOf, parametersOf, type JobDraft } from './job-draft';
import { JobFields } from './job-fields';
import { createJob } from './jobs-api';

export interface NewJobDrawerProps {
  /** The initial draft of the form; null: closed. */
  readonly initial: JobDraft | null;
  readonly onClose: () => void;
  readonly onCreated: (job: Job) => void;
}

export function NewJobDrawer({ initial, onClose, onCreated }: NewJobDrawerProps) {
  const text = useText().jobs;
  return (
    <Drawer opened={initial !== null} onClose={onClose} position="right" size={520} title={text.start}>
      <NewJobForm initial={initial ?? EMPTY_DRAFT} onClose={onClose} onCreated={onCreated} />
    </Drawer>
  );
}

function NewJobForm({ initial, onClose, onCreated }: NewJobDrawerProps & { readonly initial: JobDraft }) {
  const text = useText();
  const write = useTroubleWriter();
  const { run, pending } = useAction();
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const faults = faultsOf(draft);

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    setTrouble(null);
    const { kind, modelName } = draft;
    if (faults.length > 0 || modelName === null) return;
    void run(() => createJob({ kind, modelName, parameters: parametersOf(draft) }), {
      done: text.jobs.started(text.general.jobKind[kind]),
      onDone: onCreated,
      onTrouble: setTrouble,
    });
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <JobFields draft={draft} onChange={setDraft} faults={tried ? faults : []} />
        {trouble !== null && <ProblemAlert problem={write(trouble)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.general.cancel}
          </Button>
          <Button type="submit" loading={pending}>
            {text.jobs.startNow}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
