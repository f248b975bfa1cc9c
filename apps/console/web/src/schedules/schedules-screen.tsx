'use client';

import { type Schedule } from '@lintel/contracts';
import {
  PageHead,
  PlusIcon,
  ScheduleIcon,
  StateMessage,
  useAction,
  useSession,
  useShortcuts,
  useUndo,
} from '@lintel/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAddressParameter } from '../address/use-address-parameter';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { RetentionDialog, type PendingRetention } from './retention-dialog';
import { ScheduleDrawer } from './schedule-drawer';
import { useScheduleName } from './schedule-name';
import { ScheduleRow } from './schedule-row';
import { createSchedule, deleteSchedule, fetchSchedules, replaceSchedule, savedAgain } from './schedules-api';
import classes from './schedules.module.css';

export function SchedulesScreen() {
  const text = useText().schedules;
  const data = useData({ key: 'schedules', load: fetchSchedules, watch: { tables: ['schedule'] } });
  const { run } = useAction();
  const offerUndo = useUndo();
  const nameOf = useScheduleName();
  const [asked, setAsked] = useAddressParameter('edit', { as: 'push' });
  const [counted, setCounted] = useState<PendingRetention | null>(null);
  const known = data.state.kind === 'ready' ? data.state.value : [];
  const edited = asked === 'new' ? 'new' : (known.find(({ id }) => id === asked) ?? null);
  const start = (): void => setAsked('new');
  const mayCreate = useSession().may('jobs:run');
  useShortcuts(mayCreate ? [{ keys: 'N', label: text.create, run: start }] : []);

  const remove = (schedule: Schedule): void => {
    void run(() => deleteSchedule(schedule.id), {
      onDone: () => {
        data.refresh();
        offerUndo({
          id: schedule.id,
          message: text.removed(nameOf(schedule)),
          undo: () => {
            void run(() => createSchedule(savedAgain(schedule)), {
              done: text.restored(nameOf(schedule)),
              onDone: data.refresh,
            });
          },
        });
      },
    });
  };
  const enable = (schedule: Schedule, enabled: boolean): void => {
    const turn = (): void =>
      void run(() => replaceSchedule(schedule.id, { ...savedAgain(schedule), enabled }), {
        done: enabled ? text.enabledNow(nameOf(schedule)) : text.disabledNow(nameOf(schedule)),
        onDone: data.refresh,
      });
    if (enabled && schedule.kind === 'retain') setCounted({ schedule, proceed: turn });
    else turn();
  };

  return (
    <>
      <PageHead
        title={text.title}
        intro={text.intro}
        aside={
          mayCreate && (
            <Button leftSection={<PlusIcon size={18} />} onClick={start}>
              {text.create}
            </Button>
          )
        }
      />
      <DataView data={data}>
        {(schedules) =>
          schedules.length === 0 ? (
            <StateMessage
              kind="empty"
              icon={<ScheduleIcon size={26} />}
              title={text.emptyTitle}
              actions={mayCreate && <Button onClick={start}>{text.create}</Button>}
            >
              <p>{text.emptyBody}</p>
            </StateMessage>
          ) : (
            <ul className={classes['list']}>
              {schedules.map((schedule) => (
                <ScheduleRow
                  key={schedule.id}
                  schedule={schedule}
                  onEdit={() => setAsked(schedule.id)}
                  onRemove={() => remove(schedule)}
                  onEnable={(enabled) => enable(schedule, enabled)}
                />
              ))}
            </ul>
          )
        }
      </DataView>
      <ScheduleDrawer
        edited={edited}
        onClose={() => setAsked(null)}
        onRetention={setCounted}
        onSaved={() => {
          setAsked(null);
          data.refresh();
        }}
      />
      <RetentionDialog pending={counted} onClose={() => setCounted(null)} />
    </>
  );
}
