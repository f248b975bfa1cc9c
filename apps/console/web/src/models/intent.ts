/** The action that a person is about to take on a version. */
export type Intent = { readonly kind: 'promote' | 'challenge'; readonly versionId: string; readonly number: number };
