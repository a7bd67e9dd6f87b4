package dev.riffle.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.riffle.config.json.Problems;
import dev.riffle.config.json.Value;
import java.math.BigDecimal;
import java.util.Optional;

/** Numbers, truth values and texts. */
enum ScalarKind implements Kind {
  INT(int.class, Integer.class) {
    @Override
    Object parsed(Value value) {
      return value instanceof Value.Numeral number
          ? new BigDecimal(number.digits()).intValueExact()
          : null;
    }
  },
  LONG(long.class, Long.class) {
    @Override
    Object parsed(Value value) {
      return value instanceof Value.Numeral number
          ? new BigDecimal(number.digits()).longValueExact()
          : null;
    }
  },
  FLOAT(float.class, Float.class) {
    @Override
    Object parsed(Value value) {
      if (value instanceof Value.Numeral number) {
        float parsed = Float.parseFloat(number.digits());
        return Float.isFinite(parsed) ? parsed : null;
      }
      return null;
    }
  },
  DOUBLE(double.class, Double.class) {
    @Override
    Object parsed(Value value) {
      if (value instanceof Value.Numeral number) {
        double parsed = Double.parseDouble(number.digits());
        return Double.isFinite(parsed) ? parsed : null;
      }
      return null;
    }
  },
  BOOLEAN(boolean.class, Boolean.class) {
    @Override
    Object parsed(Value value) {
      return value instanceof Value.Flag flag ? flag.set() : null;
    }
  },
  STRING(String.class, String.class) {
    @Override
    Object parsed(Value value) {
      return value instanceof Value.Text text ? text.text() : null;
    }
  };

  private final Class<?> primitive;
  private final Class<?> boxed;

  ScalarKind(Class<?> primitive, Class<?> boxed) {
    this.primitive = primitive;
    this.boxed = boxed;
  }

  static Optional<ScalarKind> of(Class<?> type) {
    for (ScalarKind kind : values()) {
      if (kind.primitive == type || kind.boxed == type) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The Java value; null or an arithmetic error if the JSON is not of this kind or too large. */
  abstract Object parsed(Value value);

  @Override
  public String expected() {
    return primitive.getSimpleName();
  }

  @Override
  public Object read(Value value, String path, Problems problems) {
    Object parsed = null;
    try {
      parsed = parsed(value);
    } catch (ArithmeticException | NumberFormatException e) {
      // An integer too large, or no integer: refused below like any other number.
    }
    return parsed == null ? refuse(value, path, problems) : parsed;
  }

  @Override
  public JsonElement write(Object value) {
    if (value instanceof Number number) {
      if (!Double.isFinite(number.doubleValue())) {
        throw new IllegalArgumentException("a configuration cannot hold " + number);
      }
      return new JsonPrimitive(number);
    }
    return value instanceof Boolean flag
        ? new JsonPrimitive(flag)
        : new JsonPrimitive((String) value);
  }
}
