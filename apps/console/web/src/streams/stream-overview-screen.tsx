'use client';

import { type StreamOverview } from '@lintel/contracts';
import {
  Figures,
  PageHead,
  Section,
  SortableTable,
  StateMessage,
  StatusBadge,
  StreamsIcon,
  useLanguage,
} from '@lintel/ui';
import Link from 'next/link';
import { useAddressParameter } from '../address/use-address-parameter';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { DataView } from '../live/data-view';
import { useData } from '../live/use-data';
import { fetchStreams } from './streams-api';
import classes from './streams.module.css';

/** Events are not announced as changes, so this is polled. */
const LOOK_EVERY_MS = 5_000;

export function StreamOverviewScreen() {
  const text = useText().streams;
  const data = useData({
    key: 'streams',
    load: fetchStreams,
    watch: { tables: [] },
    everyMs: LOOK_EVERY_MS,
  });
  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      <DataView data={data}>
        {(streams) => (
          <>
            <KeyFigures streams={streams} />
            <Groups streams={streams} />
            <Topics topics={streams.topics} />
          </>
        )}
      </DataView>
    </>
  );
}

function KeyFigures({ streams: { engine, groups, topics, deadLettersWaiting } }: { readonly streams: StreamOverview }) {
  const text = useText().streams;
  const { format } = useLanguage();
  const lag = groups.reduce((sum, group) => sum + group.lag, 0);
  const running = groups.filter((group) => group.running).length;
  return (
    <Figures
      figures={[
        { name: text.engine, value: text.engines[engine], hint: text.topicsHint(format.integer(topics.length)) },
        {
          name: text.groups,
          value: format.integer(groups.length),
          hint: text.runningHint(format.integer(running)),
        },
        { name: text.lag, value: format.integer(lag), hint: text.lagHint },
        { name: text.deadLetters, value: format.integer(deadLettersWaiting), hint: text.deadLettersHint },
      ]}
    />
  );
}

/** Each group with the app topics that it reads; its retry topics are internal. */
function Groups({ streams: { groups, topics: known } }: { readonly streams: StreamOverview }) {
  const internal = new Set(known.filter(({ kind }) => kind !== 'events').map(({ name }) => name));
  const text = useText().streams;
  const { format } = useLanguage();
  if (groups.length === 0) {
    return (
      <Section title={text.groups}>
        <StateMessage kind="empty" icon={<StreamsIcon size={26} />} title={text.noGroups}>
          <p>{text.noGroupsBody}</p>
        </StateMessage>
      </Section>
    );
  }
  return (
    <Section title={text.groups}>
      <SortableTable
        name="groups"
        caption={text.groupsCaption}
        rows={groups}
        columns={[
          { key: 'group', label: text.column.group, value: ({ group }) => group },
          {
            key: 'running',
            label: text.column.state,
            value: ({ running }) => (running ? text.running : text.stopped),
            show: ({ running }) => (
              <StatusBadge tone={running ? 'good' : 'warn'}>{running ? text.running : text.stopped}</StatusBadge>
            ),
          },
          {
            key: 'topics',
            label: text.column.topics,
            value: ({ topics }) =>
              format.list(topics.map(({ topic }) => topic).filter((topic) => !internal.has(topic))),
          },
          { key: 'lag', label: text.lag, value: ({ lag }) => lag, show: ({ lag }) => format.integer(lag) },
          {
            key: 'deadLetters',
            label: text.deadLetters,
            value: ({ deadLetters }) => deadLetters?.waiting ?? 0,
            show: ({ group, deadLetters }) =>
              deadLetters === null ? (
                '–'
              ) : (
                <LettersLink
                  group={group}
                  shown={text.waitingOfKept(format.integer(deadLetters.waiting), format.integer(deadLetters.kept))}
                />
              ),
          },
        ]}
      />
    </Section>
  );
}

/** The topics of the apps; internal topics are folded away. */
function Topics({ topics }: Pick<StreamOverview, 'topics'>) {
  const text = useText().streams;
  const { format } = useLanguage();
  const [shown, show] = useAddressParameter('internal');
  const internal = topics.filter(({ kind }) => kind !== 'events');
  return (
    <Section title={text.topics}>
      <TopicTable name="topics" caption={text.topicsCaption} topics={topics.filter(({ kind }) => kind === 'events')} />
      {internal.length > 0 && (
        <details
          className={classes['internal']}
          open={shown !== null}
          onToggle={({ currentTarget: { open } }) => show(open ? 'shown' : null)}
        >
          <summary>{text.internalTopics(format.integer(internal.length))}</summary>
          <TopicTable name="internal-topics" caption={text.internalTopicsHint} topics={internal} />
        </details>
      )}
    </Section>
  );
}

interface TopicTableProps extends Pick<StreamOverview, 'topics'> {
  /** Of the table, in the address. */
  readonly name: string;
  readonly caption: string;
}

function TopicTable({ name, caption, topics }: TopicTableProps) {
  const text = useText().streams;
  const { format } = useLanguage();
  return (
    <SortableTable
      name={name}
      caption={caption}
      rows={topics}
      columns={[
        { key: 'name', label: text.column.topic, value: ({ name }) => name },
        ...(topics.some(({ kind }) => kind !== 'events')
          ? [
              {
                key: 'kind',
                label: text.column.kind,
                value: ({ kind }: StreamOverview['topics'][number]) => text.kinds[kind],
              },
            ]
          : []),
        {
          key: 'partitions',
          label: text.column.partitions,
          value: ({ partitions }) => partitions.length,
          show: ({ partitions }) => format.integer(partitions.length),
        },
        {
          key: 'records',
          label: text.column.records,
          value: ({ records }) => records,
          show: ({ records }) => format.integer(records),
        },
      ]}
    />
  );
}

/** The accessible name begins with the visible label, for people who use speech input. */
function LettersLink({ group, shown }: { readonly group: string; readonly shown: string }) {
  const text = useText().streams;
  return (
    <Link href={addressOf.deadLetters(group)} aria-label={text.lettersOf(group, shown)}>
      {shown}
    </Link>
  );
}
