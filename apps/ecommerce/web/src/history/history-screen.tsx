'use client';

import { LiveStatus, PageHead, StateMessage, useLive } from '@lintel/ui';
import { useEffect, useEffectEvent } from 'react';
import { useMay } from '../access/use-may';
import { LIVE_ADDRESS } from '../api/client';
import { useText } from '../language/text';
import { BulkVerdict } from './bulk-verdict';
import { HistoryContent } from './history-content';
import { HistoryFilters } from './history-filters';
import { RecognitionDrawer } from './recognition-drawer';
import { useDeletion } from './use-deletion';
import { useHistory } from './use-history';
import { useOpenRecognition } from './use-open-recognition';
import { usePlace } from './use-place';
import { useSelection } from './use-selection';

export function HistoryScreen() {
  const text = useText().history;
  const { place, go, adjust, open, close } = usePlace();
  const { filter, openId, pages } = place;
  const controls = useHistory(filter, pages);
  const { items, kind, total } = controls.history;
  const live = useLive({ address: LIVE_ADDRESS, event: 'recognised', onNews: controls.refresh });
  // If the live view is interrupted, this finds out why and since when the list is out of date.
  const lookAfterGap = useEffectEvent(() => controls.refresh());
  useEffect(() => {
    if (live === 'reconnecting') lookAfterGap();
  }, [live]);
  const remove = useDeletion(controls);
  const may = useMay();
  const selection = useSelection(items);
  const settled = kind === 'ready' || kind === 'failed';
  const recognition = useOpenRecognition(openId, items, settled, () => adjust({ openId: null }));
  const at = items.findIndex(({ id }) => id === openId);
  const leadTo = (index: number): (() => void) | null => {
    const next = at < 0 ? undefined : items[index];
    return next === undefined ? null : () => adjust({ openId: next.id });
  };

  return (
    <>
      <PageHead title={text.title} intro={text.intro} aside={<LiveStatus state={live} label={text.live} />} />
      <HistoryFilters
        filter={filter}
        onChange={(next) => go({ filter: next, pages: 1 })}
        onSearch={(search) => adjust({ filter: { ...filter, search }, pages: 1 })}
        total={kind === 'loading' ? null : total}
      />
      {may('verdicts:give') && items.length > 0 && (
        <BulkVerdict selection={selection} items={items} onJudged={controls.replace} />
      )}
      <HistoryContent
        controls={controls}
        filter={filter}
        onOpen={({ id }) => open(id)}
        onMore={() => {
          adjust({ pages: pages + 1 });
          controls.loadMore();
        }}
        onClear={(none) => go({ filter: none, pages: 1 })}
        selection={selection}
      />
      <RecognitionDrawer
        recognition={recognition}
        onClose={close}
        onPrevious={leadTo(at - 1)}
        onNext={leadTo(at + 1)}
        onJudged={controls.replace}
        onRemove={
          may('predictions:delete')
            ? (removed) => {
                close();
                remove(removed);
              }
            : null
        }
      />
    </>
  );
}

/** Content of the exported page, which doesn't know the filter in the address. */
export function HistoryFallback() {
  const text = useText().history;
  return (
    <>
      <PageHead title={text.title} intro={text.intro} />
      <StateMessage kind="loading" />
    </>
  );
}
