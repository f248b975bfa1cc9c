'use client';

import { type Schedule } from '@lintel/contracts';
import { ProblemAlert, useAction, useTroubleWriter, type Trouble } from '@lintel/ui';
import { Button, Drawer, Group, Radio, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useMemo, useState, type SyntheticEvent } from 'react';
import { EMPTY_DRAFT, draftOf, faultsOf, parametersOf } from '../jobs/job-draft';
import { JobFields } from '../jobs/job-fields';
import { useText } from '../language/text';
import { readCron } from './cron';
import { CronField } from './cron-field';
import { type PendingRetention } from './retention-dialog';
import { createSchedule, replaceSchedule } from './schedules-api';

export interface ScheduleDrawerProps {
  /** `new`: a new schedule; null: closed. */
  readonly edited: Schedule | 'new' | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
  /** Turning on a retention asks for confirmation, because it removes data. */
  readonly onRetention: (pending: PendingRetention) => void;
}

export function ScheduleDrawer({ edited, ...rest }: ScheduleDrawerProps) {
  const { onClose } = rest;
  const text = useText().schedules;
  return (
    <Drawer
      opened={edited !== null}
      onClose={onClose}
      position="right"
      size={540}
      title={edited === null || edited === 'new' ? text.create : text.editTitle(edited.name)}
    >
      <ScheduleForm edited={edited === 'new' ? null : edited} {...rest} />
    </Drawer>
  );
}

interface ScheduleFormProps extends Omit<ScheduleDrawerProps, 'edited'> {
  /** Null: a new one. */
  readonly edited: Schedule | null;
}

const MISSED = ['run-once', 'skip'] as const;

function ScheduleForm({ edited, onClose, onSaved, onRetention }: ScheduleFormProps) {
  const { general, schedules: text } = useText();
  const write = useTroubleWriter();
  const { run, pending } = useAction();
  const zones = useTimeZones();
  const [name, setName] = useState(edited?.name ?? '');
  const [job, setJob] = useState(
    edited === null ? EMPTY_DRAFT : draftOf(edited.kind, edited.modelName, edited.parameters),
  );
  const [cron, setCron] = useState(edited?.cron ?? '0 3 * * *');
  const [timeZone, setTimeZone] = useState(edited?.timeZone ?? zones.own);
  const [missedRuns, setMissedRuns] = useState(edited?.missedRuns ?? 'run-once');
  const [enabled, setEnabled] = useState(edited?.enabled ?? true);
  const [tried, setTried] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const faults = faultsOf(job);

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    setTrouble(null);
    const { kind, modelName } = job;
    if (faults.length > 0 || modelName === null || name.trim() === '' || readCron(cron) === null) return;
    const saved = {
      name: name.trim(),
      kind,
      modelName,
      parameters: parametersOf(job),
      cron: cron.trim(),
      timeZone,
      missedRuns,
      enabled,
    };
    const save = (): void =>
      void run(() => (edited === null ? createSchedule(saved) : replaceSchedule(edited.id, saved)), {
        done: text.saved(saved.name),
        onDone: onSaved,
        onTrouble: setTrouble,
      });
    if (kind === 'retain' && enabled && edited !== null) onRetention({ schedule: edited, proceed: save });
    else save();
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={text.name}
          required
          maxLength={100}
          value={name}
          onChange={({ currentTarget: { value } }) => setName(value)}
          error={tried && name.trim() === '' ? text.nameMissing : null}
          data-autofocus
        />
        <CronField cron={cron} timeZone={timeZone} onChange={setCron} />
        <Select
          label={text.timeZone}
          data={zones.all}
          value={timeZone}
          onChange={(zone) => setTimeZone(zone ?? timeZone)}
          allowDeselect={false}
          searchable
          limit={60}
        />
        <Radio.Group
          label={text.missedRuns}
          value={missedRuns}
          onChange={(value) => setMissedRuns(MISSED.find((known) => known === value) ?? 'run-once')}
        >
          <Stack gap="xs" mt={6}>
            {MISSED.map((value) => (
              <Radio
                key={value}
                value={value}
                label={text.missed[value].label}
                description={text.missed[value].description}
              />
            ))}
          </Stack>
        </Radio.Group>
        <JobFields draft={job} onChange={setJob} faults={tried ? faults : []} />
        <Switch
          label={text.enabled}
          description={text.enabledHint}
          checked={enabled}
          onChange={({ currentTarget: { checked } }) => setEnabled(checked)}
        />
        {trouble !== null && <ProblemAlert problem={write(trouble)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {general.cancel}
          </Button>
          <Button type="submit" loading={pending}>
            {general.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Every time zone that the browser knows, and the reader's own. */
function useTimeZones(): { readonly all: string[]; readonly own: string } {
  return useMemo(() => {
    const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { all: [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])], own };
  }, []);
}
