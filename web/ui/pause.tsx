/** A comma that is heard and not seen: what only the layout keeps apart runs together in a name that is read out. */
export const Pause = () => <span className="sr-only">{',\u00a0'}</span>;
