'use client';

import { PageHead, StateMessage } from '@lintel/ui';
import { useText, type PageName } from '../language/text';

/** Content of the exported page, which doesn't know its query. */
export function PageFallback({ page }: { readonly page: PageName }) {
  const { title, intro } = useText()[page];
  return (
    <>
      <PageHead title={title} intro={intro} />
      <StateMessage kind="loading" />
    </>
  );
}
