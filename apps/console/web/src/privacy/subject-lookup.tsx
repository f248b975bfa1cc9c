'use client';

import { type Erasure, type SubjectView } from '@lintel/contracts';
import { ProblemAlert, Section, useAction, useSession, useShortcuts, useTroubleWriter, type Trouble } from '@lintel/ui';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState, type SyntheticEvent } from 'react';
import { useText } from '../language/text';
import { useData } from '../live/use-data';
import { fetchModels } from '../models/client';
import { EraseDialog } from './erase-dialog';
import { fetchSubject } from './privacy-api';
import { SubjectHoldings } from './subject-holdings';
import classes from './privacy.module.css';

const LONGEST_ID = 200;

interface Found {
  readonly vertical: string;
  readonly subjectId: string;
  readonly view: SubjectView;
}

export interface SubjectLookupProps {
  /** The shown holdings are loaded again when an erasure is done, so that both agree. */
  readonly erasures: readonly Erasure[];
  readonly onErased: () => void;
}

/**
 * Looks up what is stored about a person, and erases it. The id stays in this page: no address and no storage keeps it.
 */
export function SubjectLookup({ erasures, onErased }: SubjectLookupProps) {
  const text = useText().privacy;
  const write = useTroubleWriter();
  const { run, pending } = useAction();
  const { state } = useData({ key: 'models', load: fetchModels, watch: { tables: ['model'] } });
  const { may } = useSession();
  const known = state.kind === 'ready' ? [...new Set(state.value.map(({ vertical }) => vertical))].sort() : [];
  const verticals = known.filter((vertical) => may('privacy:manage', vertical));
  const [chosen, setChosen] = useState<string | null>(null);
  const [subjectId, setSubjectId] = useState('');
  const [tried, setTried] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [erasing, setErasing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: '/', label: text.toLookUp, run: () => field.current?.focus() }]);
  const chosenOrFirst = chosen ?? verticals[0] ?? '';

  const lookUp = (of: { readonly vertical: string; readonly subjectId: string }): void => {
    setTrouble(null);
    void run(() => fetchSubject(of.vertical, of.subjectId), {
      onDone: (view) => setFound({ ...of, view }),
      onTrouble: (why) => {
        setFound(null);
        setTrouble(why);
      },
    });
  };
  const waitsFor = found?.view.erasure?.report === null ? found.view.erasure.id : null;
  const isDone = erasures.some(({ id, report }) => id === waitsFor && report !== null);
  const again = useEffectEvent(() => {
    if (found !== null) lookUp(found);
  });
  useEffect(() => {
    if (isDone) again();
  }, [isDone]);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (subjectId !== '' && chosenOrFirst !== '') lookUp({ vertical: chosenOrFirst, subjectId });
  };

  return (
    <Section title={text.lookUp}>
      <form onSubmit={submit} noValidate autoComplete="off" className={classes['lookUp']}>
        <NativeSelect
          label={text.vertical}
          value={chosenOrFirst}
          data={verticals}
          onChange={({ currentTarget: { value } }) => {
            setChosen(value);
            setFound(null);
          }}
        />
        <TextInput
          ref={field}
          label={text.subject}
          description={text.subjectHint}
          maxLength={LONGEST_ID}
          spellCheck={false}
          autoCapitalize="none"
          className={classes['wide'] ?? ''}
          value={subjectId}
          onChange={({ currentTarget: { value } }) => {
            setSubjectId(value);
            setFound(null);
          }}
          error={tried && subjectId === '' ? text.subjectMissing : null}
        />
        <Button type="submit" loading={pending}>
          {text.find}
        </Button>
      </form>
      {trouble !== null && <ProblemAlert problem={write(trouble)} />}
      {found !== null && (
        <>
          <SubjectHoldings view={found.view} onErase={() => setErasing(true)} />
          <EraseDialog
            opened={erasing}
            vertical={found.vertical}
            subjectId={found.subjectId}
            onClose={() => setErasing(false)}
            onErased={() => {
              setErasing(false);
              lookUp(found);
              onErased();
            }}
          />
        </>
      )}
    </Section>
  );
}
