-- A submitted roll that the approver sends back is a draft again; why stays until it is submitted anew.
alter table payment.roll
  add column returned_reason text,
  add column returned_by_name text,
  add constraint a_return_says_why_and_who check ((returned_reason is null) = (returned_by_name is null) and (returned_reason is null or state = 'DRAFT'));
