/** A box of the final size while something loads, so that nothing moves when it arrives. */
export function Skeleton({ height, label = 'Loading' }: { height: number | string; label?: string }) {
  return (
    <div
      className="w-full animate-pulse rounded-md bg-sunken motion-reduce:animate-none"
      style={{ height }}
      role="status"
      aria-label={label}
    />
  );
}
