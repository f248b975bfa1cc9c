'use client';

import { type Recognition } from '@lintel/ecommerce-contract';
import {
  HistoryIcon,
  LiveStatus,
  PageHead,
  RetryIcon,
  StaleNotice,
  StateMessage,
  TroubleMessage,
  useLive,
  useTroubleWriter,
} from '@lintel/ui';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';
import { useMay } from '../access/use-may';
import { LIVE_ADDRESS, type HistoryFilter } from '../api/client';
import { useText } from '../language/text';
import { historyAddress, NO_FILTER, readFilter } from './history';
import { HistoryFilters } from './history-filters';
import { HistoryTile } from './history-tile';
import { RecognitionDrawer } from './recognition-drawer';
import { useDeletion } from './use-deletion';
import { useHistory, type HistoryControls } from './use-history';
import classes from './history.module.css';

export function HistoryScreen() {
  const text = useText().history;
  const filter = readFilter(useSearchParams());
  const controls = useHistory(filter);
  const live = useLive({ address: LIVE_ADDRESS, event: 'recognised', onNews: controls.refresh });
  // Where the live view is cut off, this finds out why and since when nothing new is seen.
  const lookAfterGap = useEffectEvent(() => controls.refresh());
  useEffect(() => {
    if (live === 'reconnecting') lookAfterGap();
  }, [live]);
  const remove = useDeletion(controls);
  const mayDelete = useMay()('predictions:delete');
  const [openId, setOpenId] = useState<string | null>(null);
  const { items } = controls.history;
  const openIndex = items.findIndex(({ id }) => id === openId);

  return (
    <>
      <PageHead title={text.title} intro={text.intro} aside={<LiveStatus state={live} label={text.live} />} />
      <HistoryFilters
        filter={filter}
        // The router hears of this, and the page keeps its place.
        onChange={(next) => window.history.replaceState(null, '', historyAddress(next))}
        total={controls.history.kind === 'loading' ? null : controls.history.total}
      />
      <HistoryContent controls={controls} filter={filter} onOpen={({ id }) => setOpenId(id)} />
      <RecognitionDrawer
        recognition={items[openIndex] ?? null}
        onClose={() => setOpenId(null)}
        onPrevious={openIndex > 0 ? () => setOpenId(items[openIndex - 1]?.id ?? null) : null}
        onNext={openIndex + 1 < items.length ? () => setOpenId(items[openIndex + 1]?.id ?? null) : null}
        onJudged={controls.replace}
        onRemove={
          mayDelete
            ? (recognition) => {
                setOpenId(null);
                remove(recognition);
              }
            : null
        }
      />
    </>
  );
}

interface HistoryContentProps {
  readonly controls: HistoryControls;
  readonly filter: HistoryFilter;
  readonly onOpen: (recognition: Recognition) => void;
}

function HistoryContent({ controls: { history, reload, refresh, loadMore }, filter, onOpen }: HistoryContentProps) {
  const text = useText().history;
  const write = useTroubleWriter();
  if (history.items.length === 0) {
    if (history.kind === 'loading') return <StateMessage kind="loading" />;
    if (history.trouble !== null) return <TroubleMessage trouble={history.trouble} onRetry={reload} />;
    return <NothingThere filtered={historyAddress(filter) !== historyAddress(NO_FILTER)} />;
  }
  return (
    <>
      {history.stale !== null && <StaleNotice sinceMs={history.gotAtMs} trouble={history.stale} onRetry={refresh} />}
      <ul className={classes['grid']}>
        {history.items.map((recognition) => (
          <li key={recognition.id}>
            <HistoryTile
              recognition={recognition}
              fresh={history.fresh.has(recognition.id)}
              onOpen={() => onOpen(recognition)}
            />
          </li>
        ))}
      </ul>
      <div className={classes['more']}>
        {history.trouble !== null && <p role="alert">{write(history.trouble).title}</p>}
        {(history.nextCursor !== null || history.trouble !== null) && (
          <Button
            variant="default"
            loading={history.kind === 'loading-more'}
            onClick={loadMore}
            {...(history.trouble === null ? {} : { leftSection: <RetryIcon size={18} /> })}
          >
            {text.more}
          </Button>
        )}
      </div>
    </>
  );
}

function NothingThere({ filtered }: { readonly filtered: boolean }) {
  const text = useText().history;
  return (
    <StateMessage
      kind="empty"
      icon={<HistoryIcon size={26} />}
      title={filtered ? text.emptyFilterTitle : text.emptyTitle}
      actions={
        filtered ? (
          <Button variant="default" onClick={() => window.history.replaceState(null, '', historyAddress(NO_FILTER))}>
            {text.clearFilters}
          </Button>
        ) : (
          <Button component={Link} href="/">
            {text.emptyAction}
          </Button>
        )
      }
    >
      <p>{filtered ? text.emptyFilterBody : text.emptyBody}</p>
    </StateMessage>
  );
}

/** Stands in the exported page, which doesn't know the address's filter. */
export function HistoryFallback() {
  const text = useText().history;
  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      <StateMessage kind="loading" />
    </>
  );
}
