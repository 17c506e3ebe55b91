import { type ComponentProps, useEffect, useRef } from 'react';

/** Native checkbox for table rows: a virtual table mounts hundreds a second, so no component state here. */
export function RowCheck({ indeterminate = false, ...props }: ComponentProps<'input'> & { indeterminate?: boolean }) {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return <input ref={ref} type="checkbox" className="row-check" {...props} />;
}
