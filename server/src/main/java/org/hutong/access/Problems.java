package org.hutong.access;

import java.util.List;
import org.hutong.kernel.Ids;
import org.hutong.kernel.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;

/// Turns what went wrong into an answer in Chinese. The reader never sees a stack, a class name or a statement.
@RestControllerAdvice
class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ResponseEntity<Problem> refused(Refusal refusal) {
        return answer(Problem.of(refusal));
    }

    @ExceptionHandler
    ResponseEntity<Problem> invalid(MethodArgumentNotValidException e) {
        var fields = e.getBindingResult().getFieldErrors().stream()
                .map(error -> new Problem.Field(error.getField(), error.getDefaultMessage() == null ? "填写有误" : error.getDefaultMessage())).toList();
        return answer(invalid(fields));
    }

    @ExceptionHandler
    ResponseEntity<Problem> invalid(HandlerMethodValidationException e) {
        var fields = e.getParameterValidationResults().stream()
                .map(result -> new Problem.Field(String.valueOf(result.getMethodParameter().getParameterName()), "填写有误")).toList();
        return answer(invalid(fields));
    }

    @ExceptionHandler
    ResponseEntity<Problem> unreadable(HttpMessageNotReadableException e) {
        return answer(Problem.of(400, "ACC-090", "提交的内容无法读取", "没有保存任何内容", "请刷新页面后重试"));
    }

    @ExceptionHandler
    ResponseEntity<Problem> mistyped(MethodArgumentTypeMismatchException e) {
        // An id that is no id is as absent as one that nobody has.
        var path = e.getParameter().hasParameterAnnotation(org.springframework.web.bind.annotation.PathVariable.class);
        return answer(path ? notFound() : invalid(List.of(new Problem.Field(e.getName(), "填写有误"))));
    }

    @ExceptionHandler
    ResponseEntity<Problem> tooLarge(MaxUploadSizeExceededException e) {
        return answer(Problem.of(413, "FIL-021", "文件超过大小上限", "文件没有保存", "请压缩或拆分后重新上传"));
    }

    @ExceptionHandler
    ResponseEntity<Problem> clash(DataIntegrityViolationException e) {
        var incident = Ids.next().toString();
        LOG.warn("[{}] the database refused a change: {}", incident, constraint(e));
        return answer(new Problem(409, "ACC-091", "这项内容刚被别人改过，或和已有内容冲突", "没有保存任何内容", "请刷新页面，核对后重试", null, incident));
    }

    /// The browser went to another page before the answer was written: nobody is there to be told.
    @ExceptionHandler(org.apache.catalina.connector.ClientAbortException.class)
    void nobodyListens() {}

    @ExceptionHandler
    ResponseEntity<Problem> unexpected(Exception e) {
        if (e instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
            var status = response.getStatusCode().value();
            return answer(Problem.of(status));
        }
        var outage = Outage.of(e);
        if (outage.isPresent()) {
            LOG.error("[{}] {}", outage.get().code(), e.getClass().getName());
            return answer(outage.get());
        }
        var incident = Ids.next().toString();
        // Messages of libraries may carry what the user typed: the log gets the type and the place, not the message.
        LOG.error("[{}] {} at {}", incident, e.getClass().getName(), trace(e));
        return answer(new Problem(500, "ACC-099", "系统出错了", "这一步没有保存", "请稍后重试；仍不行时把事件号告诉系统管理员", null, incident));
    }

    private static Problem invalid(List<Problem.Field> fields) {
        return new Problem(400, "ACC-092", "有内容填写不对", "没有保存任何内容", "请按提示修改后重新提交", fields, null);
    }

    private static Problem notFound() {
        return Problem.of(404);
    }

    private static ResponseEntity<Problem> answer(Problem problem) {
        return ResponseEntity.status(HttpStatus.valueOf(problem.status())).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }

    private static String constraint(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof org.postgresql.util.PSQLException sql && sql.getServerErrorMessage() != null) {
                var message = sql.getServerErrorMessage();
                return message.getSchema() + "." + message.getTable() + " " + message.getConstraint() + " " + sql.getSQLState();
            }
        }
        return e.getClass().getName();
    }

    private static String trace(Throwable e) {
        var text = new StringBuilder();
        for (var cause = e; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            text.append("\n  ").append(cause.getClass().getName());
            if (cause instanceof org.postgresql.util.PSQLException sql) {
                text.append(" SQLSTATE ").append(sql.getSQLState());
                if (sql.getServerErrorMessage() != null) {
                    text.append(' ').append(sql.getServerErrorMessage().getMessage());
                }
            }
            for (var frame : cause.getStackTrace()) {
                if (frame.getClassName().startsWith("org.hutong")) {
                    text.append("\n    ").append(frame);
                }
            }
        }
        return text.toString();
    }
}
