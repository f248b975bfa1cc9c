/** What a person is about to do with a version. */
export type Intent = { readonly kind: 'promote' | 'challenge'; readonly versionId: string; readonly number: number };
