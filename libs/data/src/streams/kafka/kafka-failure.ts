/** The broker's own name for what was wrong (`UNKNOWN_TOPIC_OR_PARTITION`), where it was the broker that said so. */
export function protocolError(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { type, errors } = at as { type?: unknown; errors?: unknown };
    if (typeof type === 'string') return type;
    // createTopics gathers one error a topic.
    if (Array.isArray(errors) && errors[0] instanceof Error) return protocolError(errors[0]);
  }
  return undefined;
}
