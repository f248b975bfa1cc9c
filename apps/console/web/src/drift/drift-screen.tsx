'use client';

import { type DriftView } from '@lintel/console-contract';
import { DriftIcon, PageHead, StateMessage } from '@lintel/ui';
import { NativeSelect } from '@mantine/core';
import Link from 'next/link';
import { useAddressParameter } from '../address/use-address-parameter';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { ModelChoice } from '../models/model-choice';
import { fetchDrift } from './client';
import { OverTime } from './over-time';
import { WindowDetail } from './window-detail';
import { WindowStrip } from './window-strip';

const SPANS = [6, 24, 168, 744] as const;
type Span = (typeof SPANS)[number];
const FIRST_SPAN: Span = 24;

export function DriftScreen() {
  const text = useText().drift;
  const [asked, setAsked] = useAddressParameter('hours');
  const hours = SPANS.find((span) => String(span) === asked) ?? FIRST_SPAN;
  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      <ModelChoice
        address={(name) => addressOf.drift(name)}
        aside={
          <NativeSelect
            aria-label={text.span}
            value={hours}
            onChange={({ currentTarget: { value } }) => setAsked(value === String(FIRST_SPAN) ? null : value)}
            data={SPANS.map((span) => ({ value: String(span), label: text.spans[span] }))}
          />
        }
      >
        {({ name }) => <DriftOfModel key={name} name={name} hours={hours} />}
      </ModelChoice>
    </>
  );
}

function DriftOfModel({ name, hours }: { readonly name: string; readonly hours: Span }) {
  const data = useData({
    key: name,
    part: hours,
    load: (signal) => fetchDrift(name, hours, signal),
    watch: { tables: ['drift_window', 'model_alias'], modelName: name },
  });
  return <DataView data={data}>{(view) => <Drift view={view} />}</DataView>;
}

function Drift({ view }: { readonly view: DriftView }) {
  const text = useText().drift;
  const [chosen, setChosen] = useAddressParameter('window');
  const { windows, policy, versionId } = view;
  const newest = windows.at(-1);
  // The newest is selected until another one is chosen.
  const shown = windows.find(({ from }) => from === chosen) ?? newest;
  const missing = emptyReason(view);
  if (missing !== null || shown === undefined || newest === undefined) {
    const { title, body } = text.empty[missing ?? 'noWindow'];
    return (
      <StateMessage
        kind="empty"
        icon={<DriftIcon size={26} />}
        title={title}
        {...(versionId === null
          ? {}
          : { actions: <Link href={addressOf.version(versionId)}>{text.showVersion}</Link> })}
      >
        <p>{body}</p>
      </StateMessage>
    );
  }
  return (
    <>
      <WindowStrip view={view} shown={shown.from} onShow={(from) => setChosen(from === newest.from ? null : from)} />
      <WindowDetail window={shown} windows={windows} policy={policy} modelName={view.modelName} />
      <OverTime windows={windows} />
    </>
  );
}

function emptyReason({
  versionId,
  hasReference,
  windows,
}: DriftView): 'noChampion' | 'noReference' | 'noWindow' | null {
  if (versionId === null) return 'noChampion';
  if (!hasReference) return 'noReference';
  return windows.length === 0 ? 'noWindow' : null;
}
